"""What is bound to Flask and knows no domain: request pipeline, sign-in, errors, forms, headers, templates, mail."""
