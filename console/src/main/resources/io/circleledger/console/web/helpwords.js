// What the help page says, in both languages beside each other.

export const HELP = {
  tasks: [
    {
      title: ['サークルを登録する', 'Add a circle'],
      steps: [
        ['「サークル」の「新規登録」を押します。', 'On “Circles”, choose “New circle”.'],
        ['名前と定員（3〜32,767人）を入力し、「登録する」を押します。似た名前のサークルがあれば表示されます。', 'Enter the name and the capacity (3 to 32,767) and choose “Create”. Circles with a similar name are shown.'],
      ],
    },
    {
      title: ['登録内容を変更する', 'Change a circle'],
      steps: [
        ['一覧でサークルを選び、「編集」を押します。', 'Choose the circle in the list, then “Edit”.'],
        ['内容と、必要なら理由（決裁番号など）を入力し、「保存」を押します。', 'Change the values, enter a reason if there is one, and choose “Save”.'],
        ['保存した直後なら、メッセージの「元に戻す」で取り消せます。取り消しも変更履歴に残ります。', 'Right after saving, “Undo” in the message takes it back. That is kept in the history, too.'],
        ['ほかの人が先に保存していたときは、項目ごとに、保存する内容を選びます。', 'If someone saved first, you choose which value to keep for each field.'],
      ],
    },
    {
      title: ['一覧表から登録・更新する（CSV・Excel）', 'Import a list (CSV, Excel)'],
      steps: [
        ['「取り込み」で、取り込む対象とファイルを選びます。サーバーが台帳と照合し、新規・変更・変更なし・重複の疑い・エラーに分けて表示します。', 'On “Import”, choose what is imported, and the file. The server compares it with the ledger and shows what is new, changed, unchanged, doubtful or wrong.'],
        ['エラーのある行はその場で修正し、重複の疑いがある行は取り込むかどうかを選びます。', 'Fix rows with errors in place, and decide on possible duplicates.'],
        ['登録後も「この取り込みを取り消す」で、まとめて元に戻せます。', 'Afterwards, “Take this import back” undoes all of it.'],
      ],
    },
    {
      title: ['名簿を取り込む（学生・教職員）', 'Import people'],
      steps: [
        ['「学生・教職員」の「取り込み」を押し、氏名・フリガナ・学籍番号・学年などの列がある CSV または Excel のファイルを選びます。表題の行があってもかまいません。', 'On “People”, choose “Import”, and a CSV or Excel file with names, readings, student numbers, years and so on. Rows with a title do no harm.'],
        ['登録済みの人とは学籍番号で照合します。内容が同じ人は「変更なし」、違う人は「変更」になり、空の欄は元のまま残ります。', 'People are matched by student number. Whoever is the same is “unchanged”, the others are “changed”; an empty cell leaves what there is.'],
        ['エラーのある行をその場で修正し、件数を確認して登録します。', 'Fix rows with errors in place, check the counts, and go on.'],
      ],
    },
    {
      title: ['サークルの名簿を取り込む', 'Import rosters of circles'],
      steps: [
        ['サークルの名簿の「名簿を取り込む」を押し、サークル名・学籍番号・氏名・役職の列がある CSV または Excel のファイルを選びます。1つのファイルに、複数のサークルの名簿があってもかまいません。', 'On the roster of a circle, choose “Import rosters”, and a CSV or Excel file with circles, student numbers, names and roles. One file can have the rosters of several circles.'],
        ['学生・教職員は学籍番号で照合します。登録していない人は、先に「学生・教職員」へ取り込んでください。', 'People are matched by student number. Whoever is not in the register has to be imported there first.'],
        ['定員を超える行や、なれない役職の行は、エラーとして表示されます。名簿にない人の退会は登録されません。', 'Rows for which there is no room, or with a role that somebody may not have, are told as errors. Nobody leaves because a file does not name them.'],
      ],
    },
    {
      title: ['まとめて変更・解散する', 'Change or dissolve many at once'],
      steps: [
        ['一覧の左のチェックボックス（またはキー x）で選択し、「定員を変更」または「解散を登録」を押します。', 'Pick circles by the boxes at the left of the list (or the key x), then choose “Change capacity” or “Dissolve”.'],
        ['登録できなかったサークルと、その理由が表示されます。', 'You are told which circles failed, and why.'],
      ],
    },
    {
      title: ['前の内容に戻す', 'Restore earlier values'],
      steps: [
        ['サークルのページで、変更履歴の版、スライダー、または推移の図の点を選びます。', 'On the page of the circle, choose a version in the history, on the slider or in the plot.'],
        ['現在の内容と比べ、「この内容に戻す」を押します。新しい変更として記録され、履歴は失われません。', 'Compare it with what there is now and choose “Restore this”. It is recorded as a new change; no history is lost.'],
      ],
    },
    {
      title: ['いつ、誰が、何を変えたかを調べる', 'Find out who changed what, and when'],
      steps: [
        ['「変更履歴」で、期間、操作者、サークル、種類で絞り込みます。アドレスをそのまま同僚に送れます。', 'On “Changes”, filter by days, person, circle or kind. You can send the address to a colleague.'],
        ['「ダウンロード」で、変更前と変更後の内容を CSV にできます。', '“Export” writes the values before and after into a CSV file.'],
      ],
    },
    {
      title: ['解散を登録する', 'Dissolve a circle'],
      steps: [
        ['サークルのページの最後にある「解散を登録」を押し、確認のため名前を入力します。', 'At the end of the page of the circle, choose “Dissolve the circle” and type its name to confirm.'],
        ['誤って登録したときは、そのサークルのページの「解散を取り消す」で活動中に戻せます。履歴はいつでも閲覧できます。', 'If it was a mistake, choose “Reinstate the circle” on its page. The history can be read at any time.'],
      ],
    },
    {
      title: ['名簿を管理する', 'Keep the roster of a circle'],
      steps: [
        ['サークルのページで「名簿」を開き、氏名・フリガナ・学籍番号の一部を入力して「追加」を押します。未登録の人は「新しく登録して追加」で登録できます。', 'Open “Roster” on the page of the circle, type part of a name, reading or student number, and choose “Add”. Somebody new is registered with “Register and add”.'],
        ['代表者の交代、副代表・会計の任命は、その人の行の「役職」で行います。退会は「退会」で登録します。直後なら「元に戻す」で取り消せます。', 'To hand over or appoint, choose “Role” in the row of the person; “Remove” takes them off. Right afterwards, “Undo” takes it back.'],
        ['名簿は CSV・Excel でダウンロードし、印刷できます。', 'A roster can be saved for spreadsheets and printed.'],
        ['サークルの代表者・役員は、自分のサークルの名簿の確認、役職の変更、退会の登録と、名前の変更ができます。会員の追加は事務局が行います。', 'Owners and officers see the roster of their own circle, give offices, remove members and change its name. The office adds members.'],
      ],
    },
    {
      title: ['継続届と年度更新を処理する', 'Renewals and the end of the year'],
      steps: [
        ['「継続・年度更新」で年度と提出期限を選ぶと、未提出のサークルと残りの日数が分かります。届いたものから「継続を登録」を押します。', 'On “Year”, choose the year and the deadline: you see which circles are missing and the days left. Choose “Renew” for each that has answered.'],
        ['期限を過ぎたら「対象を確認」で件数を確かめ、まとめて失効にします。あとから継続を登録すれば、活動中に戻ります。', 'After the deadline, “See which” counts the others before they lapse. One that is renewed later is active again.'],
        ['年度末に「年度更新」を行うと、最終学年の学生が卒業し、ほかの学生の学年が1つ上がります。代表者が卒業したサークルは、新しい代表者を決めてから活動を再開します。', 'At the end of the year, students in their final year graduate and the others move up. A circle whose owner graduated gets a new one and is reinstated.'],
      ],
    },
    {
      title: ['サーバーに接続できないとき', 'When the server can’t be reached'],
      steps: [
        ['「保存」した変更は、接続が戻ると自動で送信されます。別のページへ移ってもかまいませんが、タブは閉じないでください。', 'A change that you saved is sent when the server is back. You can go to other pages; keep the tab open.'],
        ['画面上部の「送信中」または「下書き」を押すと、送信をやめたり、編集を続けたりできます。', 'Choose “being sent” or “drafts” at the top to stop sending or to go on with an edit.'],
      ],
    },
  ],
  words: [
    { word: ['サークル', 'Circle'], meaning: ['登録されている学生団体。名前と定員があります。', 'A registered student club, with a name and a capacity.'] },
    { word: ['定員', 'Capacity'], meaning: ['所属できる人数の上限（3〜32,767人）。', 'How many people can belong to it (3 to 32,767).'] },
    { word: ['版', 'Version'], meaning: ['変更のたびに1つ増える番号。新規登録が第1版です。', 'A number that grows by one with each change; creation is version 1.'] },
    { word: ['変更履歴', 'History'], meaning: ['登録から現在までのすべての変更。消したり書き換えたりできません。', 'All changes since creation. They can’t be deleted or rewritten.'] },
    { word: ['操作者', 'Person'], meaning: ['変更を登録した人。', 'Who recorded a change.'] },
    { word: ['理由', 'Reason'], meaning: ['変更に添える一言（200文字以内）。履歴に残ります。', 'A note with a change (at most 200 characters), kept in the history.'] },
    { word: ['下書き', 'Draft'], meaning: ['まだ保存していない編集。このブラウザーに30日間残ります。', 'An edit that is not saved yet. This browser keeps it for 30 days.'] },
    { word: ['送信中', 'Being sent'], meaning: ['保存したが、サーバーからまだ返事がない変更。', 'A change that was saved and that the server has not answered yet.'] },
    { word: ['解散', 'Dissolution'], meaning: ['サークルの終わり。一覧から外れ、内容は変更できなくなります。誤りなら取り消せます。', 'The end of a circle: it leaves the list and can’t be changed any more. A mistake can be taken back.'] },
    { word: ['名簿', 'Roster'], meaning: ['サークルに所属する人と役職の一覧。', 'Who is in a circle, and in which role.'] },
    { word: ['代表者', 'Owner'], meaning: ['サークルを代表する学生。1サークルに1人で、定員に含まれます。', 'The student who answers for a circle: one at most, counted as a member.'] },
    { word: ['副代表・会計', 'Vice, treasurer'], meaning: ['会員が務める役職。', 'Offices of members.'] },
    { word: ['顧問', 'Advisor'], meaning: ['サークルを指導する教職員。定員には含まれません。', 'One of the staff who advises a circle; not counted as a member.'] },
    { word: ['継続届', 'Renewal'], meaning: ['次の年度も活動を続けるという届け出。期限までにないサークルは失効します。', 'A circle says that it goes on for a year. One that has not by the deadline lapses.'] },
    { word: ['失効', 'Lapsed'], meaning: ['継続届がなく、新しい会員を追加できない状態。継続を登録すると活動中に戻ります。', 'Not renewed: nobody can join until it is.'] },
    { word: ['活動停止', 'Suspended'], meaning: ['新しい会員を追加できない状態。いつでも再開できます。', 'Nobody can join until the circle is reinstated.'] },
    { word: ['年度更新', 'End of the year'], meaning: ['年度末に、卒業と進級をまとめて登録すること。', 'Graduates leave, and the others move up one year.'] },
    { word: ['卒業', 'Graduation'], meaning: ['最終学年の学生が、年度更新ですべてのサークルから退会すること。', 'A student in the final year leaves all circles at the end of the year.'] },
    { word: ['データ不具合で表示できないサークル', 'Parked circle'], meaning: ['履歴を読み取れないため、表示を止めているサークル。管理者が対応します。', 'A circle that is not shown because its history cannot be read. An operator has to mend it.'] },
  ],
};
