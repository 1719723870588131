"""The figures of the stock (DESIGN §6)."""

from datetime import date

from fritids.domain.figures import Period
from fritids.services.context import Context
from fritids.services.results.stock_figures import Shortage, StillView, StockCount, StockOfPeriod


class StockFigures:
    """The use cases of counting the stock; nothing here writes."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def of(self, period: Period, branch: str | None = None, *, sizes: bool = False) -> StockOfPeriod:
        """The stock at the end of the period, and what came and went in it; with `sizes` told apart by type and size too."""
        return StockOfPeriod(branch, period, min(period.last, self._context.today()), StockCount())

    def stood_still(
        self,
        months: int = 12,
        *,
        branch: str | None = None,
        at: date | None = None,
        type_code: str | None = None,
    ) -> tuple[StillView, ...]:
        """Articles that were in the house and not out for so many months before the end of the day `at` (today)."""
        return ()

    def shortage(self, year: int | None = None, branch: str | None = None) -> Shortage:
        """What was short at the peak of the year (the last one that is over), and what the next one may ask for."""
        today = self._context.today()
        return Shortage(branch or "", None, (), (year or today.year) + 1, None, (), None)
