"""Measuring casus: speed, floors under its accuracy, the wheel, and what the docs quote of its output."""
