"""Khối thi đua: how addresses and pages name the groups of units that are compared with one another."""

from units.models import Unit

SLUGS = {
    "phuong": Unit.Group.WARD,
    "phong-van-phong": Unit.Group.OFFICE,
    "doan-the": Unit.Group.MASS,
    "su-nghiep": Unit.Group.PUBLIC,
    "khac": Unit.Group.OTHER,
}
SLUG_OF = {group: slug for slug, group in SLUGS.items()}


def label(group) -> str:
    """ "Khối phường"."""
    return f"Khối {Unit.Group(group).label}"
