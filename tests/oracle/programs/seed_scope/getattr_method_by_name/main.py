# entry
import random
import sys


class Cli:
    def cmd_init(self):
        random.seed(5)

    def cmd_draw(self):
        return random.random()


def main(argv):
    cli = Cli()
    out = None
    for name in argv or ["init", "draw"]:
        out = getattr(cli, f"cmd_{name}")()
    print(out)


main(sys.argv[1:])
