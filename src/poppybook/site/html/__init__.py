"""The pass over the finished pages of either renderer."""
