"""The keys of a document template that are its own: see key_texts."""

TEMPLATE_KEYS: dict[str, tuple[str, str, str]] = {
    "file": ("模板", "Word 模板的文件名，不带 .docx", "the Word template's name, without .docx"),
    "case": ("事项", "写的是哪种事项", "the kind of case it is about"),
    "in": ("处于", "只写处于这些状态的，不写就都可以", "only cases in these states; else in any"),
    "per": ("按", "按辖区=每个辖区一份，不混写", "jurisdiction: one for each, never mixed"),
}
