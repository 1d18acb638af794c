"""Runs: folders, archives and streams of pages through the cleaner, in parallel, safe to interrupt at any moment."""
