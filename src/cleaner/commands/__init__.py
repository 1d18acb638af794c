"""The subcommands of `cleaner`, one module each; what they run is imported when they run."""
