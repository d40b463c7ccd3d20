"""python -m glidecheck"""

from glidecheck.cli import main

if __name__ == "__main__":
    main()
