; The list of folders in which programs are looked up: the variable Path as the registry holds it. It may be longer than
; a string of NSIS, so that it stays in memory of its own, and what is not ours in it stays as it is.
; https://learn.microsoft.com/windows/win32/procthread/environment-variables

!macro PATH_LIST un
; EditPath WHAT: "add"s $INSTDIR to the list, or "remove"s it; one that is there is not added. Uses $0 to $9.
Function ${un}EditPath
  Pop $9
  ; HKEY_CURRENT_USER or HKEY_LOCAL_MACHINE, to read and to write
  ${If} ${ShellVarContextAll}
    StrCpy $0 -2147483646
    StrCpy $1 "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
  ${Else}
    StrCpy $0 -2147483647
    StrCpy $1 "Environment"
  ${EndIf}
  System::Call 'advapi32::RegOpenKeyExW(p r0, w r1, i 0, i 3, *p .r0) i .r8'
  ${IfThen} $8 <> 0 ${|} Return ${|}

  ; $1: its type, $2: its bytes
  System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, *i .r1, p 0, *i .r2) i .r8'
  ${If} $8 = 2 ; there is none
    StrCpy $1 2 ; REG_EXPAND_SZ
    StrCpy $2 0
  ${ElseIf} $8 <> 0
  ${OrIf} $1 < 1 ; neither REG_SZ
  ${OrIf} $1 > 2 ; nor REG_EXPAND_SZ
    System::Call 'advapi32::RegCloseKey(p r0)'
    Return
  ${EndIf}

  ; $4: ";LIST;", with room for the folder; $5: the list in it
  StrCpy $3 ";$INSTDIR;"
  StrLen $4 $3
  IntOp $4 $4 * 2
  IntOp $4 $4 + $2
  IntOp $4 $4 + 8 ; two times ";", and the end
  System::Alloc $4
  Pop $4
  IntPtrOp $5 $4 + 2
  System::Call '*$4(&i2 59)'
  StrCpy $8 0
  ${If} $2 > 0
    System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, p 0, p r5, *i r2) i .r8'
  ${EndIf}
  ${If} $8 = 0
    System::Call 'kernel32::lstrlenW(p r5) i .r6'
    System::Call 'kernel32::lstrcatW(p r4, w ";")'
    System::Call 'shlwapi::StrStrIW(p r4, w r3) p .r7'
    ${If} $9 == "add"
    ${AndIf} $7 P= 0
      Call ${un}AppendFolder
    ${ElseIf} $9 == "remove"
    ${AndIf} $7 P<> 0
      Call ${un}CutFolder
    ${EndIf}
  ${EndIf}
  System::Free $4
  System::Call 'advapi32::RegCloseKey(p r0)'
FunctionEnd

; "LIST;" in $5, of which LIST has $6 characters, gets $INSTDIR behind it. A list that ends with ";" goes on to do so, and
; is what it was once the folder is removed.
Function ${un}AppendFolder
  StrCpy $3 $INSTDIR
  ${If} $6 = 0
    System::Call '*$5(&i2 0)'
  ${Else}
    IntOp $7 $6 * 2
    IntPtrOp $7 $5 + $7
    IntPtrOp $8 $7 - 2
    System::Call '*$8(&i2 .r8)'
    ${If} $8 = 59
      System::Call '*$7(&i2 0)'
      StrCpy $3 "$INSTDIR;"
    ${EndIf}
  ${EndIf}
  System::Call 'kernel32::lstrcatW(p r5, w r3)'
  Call ${un}WritePath
FunctionEnd

; ";LIST;" in $4 loses the entry that $7 points to, which reads as $3.
Function ${un}CutFolder
  StrLen $8 $3
  IntOp $8 $8 - 1
  IntOp $8 $8 * 2
  IntPtrOp $8 $7 + $8
  System::Call 'kernel32::lstrlenW(p r8) i .r6'
  IntOp $6 $6 + 1
  IntOp $6 $6 * 2
  System::Call 'kernel32::RtlMoveMemory(p r7, p r8, p r6)'
  System::Call 'kernel32::lstrlenW(p r5) i .r6'
  ${If} $6 < 1
    System::Call 'advapi32::RegDeleteValueW(p r0, w "Path")'
    Call ${un}AnnouncePath
    Return
  ${EndIf}
  IntOp $6 $6 - 1
  IntOp $6 $6 * 2
  IntPtrOp $6 $5 + $6
  System::Call '*$6(&i2 0)'
  Call ${un}WritePath
FunctionEnd

Function ${un}WritePath
  System::Call 'kernel32::lstrlenW(p r5) i .r6'
  IntOp $6 $6 + 1
  IntOp $6 $6 * 2
  System::Call 'advapi32::RegSetValueExW(p r0, w "Path", i 0, i r1, p r5, i r6)'
  Call ${un}AnnouncePath
FunctionEnd

; Explorer gives what it starts from now on the new list.
Function ${un}AnnouncePath
  SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=5000
FunctionEnd
!macroend
