"""管理端 The pages of the office: today, the desk, enterprises, people and settings."""
