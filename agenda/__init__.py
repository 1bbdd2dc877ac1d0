"""Events, activities, their dates, and every rule about them (the write side)."""
