"""Start-up file of the interactive session: numbers the prompts, so that the session knows a new one."""

import sys


class NumberedPrompt:
    def __init__(self):
        self.count = 0

    def __str__(self):
        self.count += 1
        return f"{self.count}> "


sys.ps1 = NumberedPrompt()
del sys, NumberedPrompt
