"""This computer: folders, settings file, log files, who sits here, whether it can show a window.

No knowledge of reviews and none of Qt; what fails here is told as a WorkbenchError.
"""
