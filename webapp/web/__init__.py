"""What is bound to Flask and knows no domain: pipeline, sign-in, errors, forms, headers, templates, mail."""
