"""Reading maturing: projects, milestones, diaries, and whom to write to."""
