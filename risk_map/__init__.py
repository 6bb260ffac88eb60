"""Scored risk map and planner of integrated inspections against human trafficking."""
