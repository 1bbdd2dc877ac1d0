"""What people decide: questions, answers, corrections, owners asked, figures."""
