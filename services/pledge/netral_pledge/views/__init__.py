"""Events to rows, and the questions that the rows answer."""
