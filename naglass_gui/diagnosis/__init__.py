"""What is blocked on this computer: `naglass --diagnose`, and Help > Diagnose in the window.

The report itself stands on the standard library alone, so that it can be made where everything else is broken. Each group of
checks (a probe) runs in a child process of its own: a library that ends the process is then one line of the report.
"""
