"""This computer: folders, settings file, log files, secrets, AWS connections, who sits here, whether it has a display.

No knowledge of reviews and none of Qt; what fails here is told as a WorkbenchError.
"""
