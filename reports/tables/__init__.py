"""The lists of this app as files: what each column is called, how wide it is, what of a row stands in it."""
