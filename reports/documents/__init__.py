"""The consolidated report as an official document, drawn from ``Publication.snapshot`` and from nothing else.

``form`` knows the decree of the document's date, ``content`` turns the snapshot into lines and rows ready to print,
``pdf`` draws them; ``templates/reports/_sheet.html`` shows the same content on screen.
"""
