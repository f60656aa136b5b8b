"""A generated regency and the story of its pledge day. Every person in it is made up by a seeded generator."""
