"""Text to venue, neighbourhood, online, outside or unknown, with how sure."""
