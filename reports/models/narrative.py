"""The seven texts that a unit's report and the district's share."""

from django.db import models


class Narrative(models.Model):
    """The seven texts of a report, in the order of print."""

    situation = models.TextField("Tình hình triển khai", blank=True)
    results = models.TextField("Kết quả nổi bật", blank=True)
    advantages = models.TextField("Thuận lợi", blank=True)
    difficulties = models.TextField("Khó khăn, vướng mắc", blank=True)
    causes = models.TextField("Nguyên nhân", blank=True)
    proposals = models.TextField("Kiến nghị, đề xuất", blank=True)
    next_quarter = models.TextField("Phương hướng quý sau", blank=True)

    SECTIONS = ("situation", "results", "advantages", "difficulties", "causes", "proposals", "next_quarter")

    class Meta:
        abstract = True

    @property
    def texts(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.SECTIONS}
