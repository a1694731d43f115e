"""Verbs about an office: its programmes, its flows, its record, its people, its set-up."""

from console.cli.verb import Verb

OF_OFFICES: dict[str, dict[str, Verb]] = {
    "programme": {
        "check": Verb(
            "programmes:check",
            ("检查方案文件，列出全部问题", "check a programme file; every problem is listed"),
            ("check config/programmes/national-pilots-2026.yaml", ""),
        ),
        "new-programme": Verb(
            "authoring:new_programme",
            (
                "问几句话，写出一个能用的方案文件",
                "ask a few questions and write a programme file that works",
            ),
            (
                "new-programme --programme labs --title 重点实验室 -o labs.yaml",
                "",
            ),
        ),
        "diagram": Verb(
            "authoring:diagram",
            ("画出方案的状态图：Mermaid 或 SVG", "draw the states of a programme: Mermaid or SVG"),
            ("diagram national-pilots-2026 -o pilots.svg", ""),
        ),
        "clauses": Verb(
            "programmes:clauses",
            ("逐条列出文件条款由哪些规则落实", "each clause and the rules that enforce it"),
            ("clauses config/programmes/national-pilots-2026.yaml", ""),
        ),
        "activate": Verb(
            "programmes:activate",
            ("启用方案文件的新一版", "activate a version of a programme file"),
            ("activate 方案.yaml --as committee --reason 修订", ""),
        ),
        "when": Verb(
            "phrases:when",
            ("一句期限话落在哪一天，依据什么", "on which day a phrase falls, and by what rule"),
            ("when 每年11月底前 --from 2026-04-09 --count 3", ""),
        ),
    },
    "flows": {
        "run": Verb(
            "flowing:run",
            ("运行一个流程", "run a flow"),
            ("run deadline_sweep", ""),
        ),
        "schedule": Verb(
            "flowing:schedule",
            ("什么在何时运行：上次、下次", "what runs when: last and next"),
            ("schedule", ""),
        ),
        "runs": Verb("flowing:runs", ("最近的流程运行", "recent flow runs"), ("runs", "")),
        "simulate": Verb(
            "timing:simulate",
            ("在虚拟时钟上走完整个方案", "a whole programme on a virtual clock"),
            ("simulate --provinces 3 --seed 1", ""),
        ),
    },
    "audit": {
        "audit log": Verb(
            "auditing:log",
            ("全部留痕，可筛选；--refused 看被拒的", "the log, filtered; --refused: refusals"),
            ("audit log --since 2026-06-01", ""),
        ),
        "audit verify": Verb(
            "auditing:verify",
            ("核验留痕、状态与名额是否一致", "verify history, states and quotas"),
            ("audit verify", ""),
        ),
        "audit checkpoint": Verb(
            "auditing:checkpoint",
            ("导出留痕的检查点，供日后核对", "export a checkpoint of the log"),
            ("audit checkpoint --out checkpoint.json", ""),
        ),
    },
    "admin": {
        "user add": Verb(
            "people:add",
            ("新增账户并授予角色", "add an account with a role"),
            (
                "user add zhejiang --role province --jurisdiction 浙江"
                " --name 浙江省市场监督管理局 --as committee",
                "",
            ),
        ),
        "user list": Verb("people:listed", ("账户与角色", "accounts"), ("user list", "")),
        "user grant": Verb(
            "people:grant",
            ("给已有账户再授一个角色", "give an account one more role"),
            ("user grant zhejiang --role province --jurisdiction 江苏 --as committee", ""),
        ),
        "user delegate": Verb(
            "delegating:delegate",
            ("休假期间由另一账户代办，到期自止", "let another account act for one on leave"),
            (
                "user delegate zhejiang zhejiang-2 --from 2026-07-01 --until 2026-07-15"
                " --as zhejiang",
                "",
            ),
        ),
        "user recall": Verb(
            "delegating:recall",
            ("提前收回委托", "end such a delegation before its day"),
            ("user recall zhejiang zhejiang-2 --as zhejiang", ""),
        ),
        "user address": Verb(
            "reminding:address",
            (
                "设账户的通知地址：邮件、企业微信、钉钉、飞书；不给地址则列出",
                "where an account gets its notices: mail, WeCom, DingTalk, Feishu",
            ),
            ("user address zhejiang mailto:zhang@example.gov.cn --as zhejiang", ""),
        ),
        "user close": Verb(
            "people:close",
            ("停用账户，其留痕不变", "close an account; its history stays"),
            ("user close zhejiang --as committee", ""),
        ),
    },
    "setup": {
        "init": Verb(
            "setup:init",
            ("建正式数据库，启用方案，建首批账户", "make a real database with its first accounts"),
            (
                "init --account committee=committee:国家标准委 --account zhejiang=province@浙江",
                "",
            ),
        ),
        "demo": Verb(
            "setup:demo",
            ("建演示数据库，或把演示时钟向前拨", "make a demonstration, or move its clock forward"),
            ("demo --advance next", ""),
        ),
        "up": Verb(
            "setup:up",
            ("在一台机器上启动全部服务", "start everything on one machine"),
            ("up", ""),
        ),
        "doctor": Verb(
            "setup:doctor",
            ("检查安装、数据库、时钟与期限巡查", "check the installation and the database"),
            ("doctor", ""),
        ),
        "db upgrade": Verb(
            "setup:upgrade",
            ("把数据库升级到本程序的版本", "upgrade the database to this version"),
            ("db upgrade", ""),
        ),
        "db allow": Verb(
            "setup:allow",
            (
                "让一个数据库角色使用本库，对留痕只能读、只能加（PostgreSQL）",
                "let a database role use this database; history it may only read and add",
            ),
            ("db allow shidian_app", ""),
        ),
        "backup": Verb(
            "setup:backup",
            ("不停机备份到一个文件", "copy the running database into a file"),
            ("backup backup.db", ""),
        ),
        "restore": Verb(
            "setup:restore",
            ("核验备份文件后恢复", "verify a backup and restore it"),
            ("restore backup.db", ""),
        ),
    },
}
