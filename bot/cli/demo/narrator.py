"""Tells the story in the terminal: chapters, deeds with links, a progress line, and what was verified."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text


class Narrator:
    """Prints one chapter after the other; the progress line stays at the bottom of a terminal."""

    def __init__(self, chapters: int) -> None:
        self.console = Console(highlight=False)
        bar = (TextColumn("[dim]{task.description}"), BarColumn(28), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*bar, console=self.console, transient=True)
        self._task = self._progress.add_task("setting the scene", total=chapters)
        self._chapter = 0
        self._results: list[tuple[str, list[str], str]] = []

    def __enter__(self) -> "Narrator":
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def opens(self, url: str) -> None:
        """Where the sandbox is."""
        self.console.print("[bold]An API's way into the world[/bold], played on this machine: nothing leaves it.")
        self._progress.console.print(f"The sandbox's pages: [link={url}]{url}[/link]\n")

    def begin(self, title: str) -> None:
        """A chapter begins."""
        self._chapter += 1
        self._progress.update(self._task, description=title)
        self.console.print(f"[bold cyan]{self._chapter:2}. {title}[/bold cyan]")

    def tell(self, text: str, link: str) -> None:
        """Something happens, with the page that shows it."""
        self.console.print(Text(f"    {text}"), soft_wrap=True)
        if link:
            self.console.print(Text(f"      {link}", style=f"dim link {link}"), soft_wrap=True)

    def end(self, title: str, verified: list[str], failed: str = "") -> None:
        """A chapter ends: what was read back and found right, and what was not."""
        for line in verified:
            self.console.print(Text(f"    ✓ {line}", style="green"), soft_wrap=True)
        if failed:
            self.console.print(Text(f"    ✗ {failed}", style="bold red"), soft_wrap=True)
        self._results.append((title, verified, failed))
        self._progress.advance(self._task)

    def summary(self, wall_s: float) -> None:
        """The table of what was verified."""
        table = Table(title="Verified, read back over REST", title_justify="left")
        table.add_column("", justify="right", style="dim")
        table.add_column("Chapter", no_wrap=True)
        table.add_column("Verified", justify="right")
        table.add_column("")
        for number, (title, verified, failed) in enumerate(self._results, start=1):
            sign = Text("failed", style="bold red") if failed else Text("ok", style="green")
            table.add_row(str(number), title, str(len(verified)), sign)
        self.console.print()
        self.console.print(table)
        count = sum(len(verified) for _, verified, _ in self._results)
        self.console.print(f"{count} things verified in {wall_s:.1f} s.")
