"""Run the command line as ``python -m knockon``."""

from knockon.cli import main

main()
