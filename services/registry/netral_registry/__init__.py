"""Who works where: tenants, units, posts, persons, employments, rights, calendars."""
