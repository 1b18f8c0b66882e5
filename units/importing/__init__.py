"""Sheets that offices made, taken in: read, previewed row by row, then all rows or none, and undone as one act.

What a sheet may say of a model stands in that app's ``resources``; everything here is the same for all of them.
"""
