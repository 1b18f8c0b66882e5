"""Thi đua (III.1.a.2, IV.2.6; domain §7): scales, scores worked out from records or entered, the published tables."""
