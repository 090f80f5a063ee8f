"""Values to pages and files: reports, papers, letters, workbooks, charts.

No arithmetic here beyond writing a number down: a report says what a forecast says. Nothing is
imported ahead of its use, so that a letter needs neither arrays nor charts.
"""
