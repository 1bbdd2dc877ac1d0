"""People in a browser: a public app and a desk app."""
