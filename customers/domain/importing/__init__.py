"""A file of customers on its way in: looked at, mapped, previewed, run in slices that survive a crash."""
