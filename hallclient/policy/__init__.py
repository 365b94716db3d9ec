"""The hall's own facts and thresholds (营业厅参数), with version and effective date."""
