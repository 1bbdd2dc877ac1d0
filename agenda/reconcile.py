"""What arrived against what we know: a plan of what to add, change, withdraw, keep."""
