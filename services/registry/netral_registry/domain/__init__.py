"""What the registry decides. Pure: one aggregate one file, and the histories they share."""
