"""What is erased: on its day, on request, and again after a restore."""
