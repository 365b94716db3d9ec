"""What a person would leave undone at a desk, as it is said at leaving and goes on record."""

from dataclasses import dataclass

from hallclient.base.language import tr


@dataclass(frozen=True)
class Leftovers:
    """What is still to do at a desk (下班核对): a shift, drafts, papers, answers, counts."""

    shift_id: str
    drafts: int
    papers: int
    matters: int = 0
    uncounted: int = 0
    bar: int = 0
    slips: int = 0
    drinks: int = 0

    def counts(self) -> dict[str, int]:
        """How many of each, only what there is."""
        all_of = {
            "shifts": int(bool(self.shift_id)),
            "drafts": self.drafts,
            "papers": self.papers,
            "matters": self.matters,
            "custody": self.uncounted,
            "bar": self.bar,
            "slips": self.slips,
            "drinks": self.drinks,
        }
        return {name: count for name, count in all_of.items() if count}

    def sentences(self) -> tuple[str, ...]:
        """One for each, in the language in force."""
        said = []
        if self.shift_id:
            said.append(tr("Shift {shift} is still open; count the till first.",
                           shift=self.shift_id))  # fmt: skip
        if self.drafts:
            said.append(tr("{count} half-done orders wait for you.", count=self.drafts))
        if self.papers:
            said.append(tr("{count} papers wait for the printer", count=self.papers))
        if self.matters:
            said.append(tr("{count} enquiries are yours; answer them or hand them over.",
                           count=self.matters))  # fmt: skip
        if self.uncounted:
            said.append(tr("{count} customers' papers that you keep are not counted for the night.",
                           count=self.uncounted))  # fmt: skip
        if self.bar:
            said.append(tr("The bar is not counted since you worked there."))
        if self.slips:
            said.append(tr("{count} services are not held against the slips in hand.",
                           count=self.slips))  # fmt: skip
        if self.drinks:
            said.append(tr("{count} drinks that you were asked for are not brought.",
                           count=self.drinks))  # fmt: skip
        return tuple(said)
