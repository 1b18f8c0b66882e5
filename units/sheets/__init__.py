"""Any spreadsheet an office may hand in: opened within bounds, read as it was meant, refused in words.

Plain Python, no models: a file's bytes and name come in, rows of cells with what to say about them go out.
"""
