"""What people look at: pages explained in the terminal, runs in the browser."""
