"""`python -m cli` is the `kb` command."""

from cli.main import main

if __name__ == "__main__":
    main()
