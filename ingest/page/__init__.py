"""Web pages: structured data first, selectors next, running text last."""
