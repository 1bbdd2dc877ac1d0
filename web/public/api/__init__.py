"""The open interface: Open Referral HSDS 3.0 over the map, JSON over the agenda."""
