"""渠道 The ways by which the desk speaks and is spoken to outside its own pages.

Key terms: 群机器人 group robot, 投递 delivery, 免打扰 quiet hours, 跟进游标 follow cursor.
``following`` reads what has happened at the desk, without signals; ``services.sending`` speaks to
the robots through the guard of ``qianjin.outgoing``; ``vendors`` knows their three languages.
"""
