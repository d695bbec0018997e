"""``python -m qianjin`` is the ``qianjin`` command."""

from qianjin.faces.cli.main import main

if __name__ == "__main__":
    main()
