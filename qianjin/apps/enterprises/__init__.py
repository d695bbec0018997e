"""企业 The park's enterprises: who they are, whom to call, their figures and their thread.

Key terms: enterprise 企业, contact 联系人, tier 分级, officer responsible 服务专员, yearly figures
年度数据, thread 全程 (one timeline per enterprise), merge 合并 (reversible). Start in ``models``.
"""
