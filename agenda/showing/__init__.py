"""What is public: one activity composed from its events, its dates, its listing."""
