"""`python -m bench.beside`: see `command`. Each tool's process imports this file, which is why it imports nothing."""

if __name__ == "__main__":
    import sys

    from bench.beside.command import main

    sys.exit(main())
