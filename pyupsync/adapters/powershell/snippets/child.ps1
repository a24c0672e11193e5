# A PowerShell that answers each line of its input until that ends. Its input comes as pipeline objects, one a line,
# because that is how PowerShell reads what is redirected to it. Lines without the mark are not answers.
process {
    foreach ($text in @(& $snippets['answer'] $_)) {
        [System.Console]::Out.WriteLine($text)
    }
    [System.Console]::Out.Flush()
}
