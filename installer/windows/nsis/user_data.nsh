; What Sallyport keeps for this user beside its programs.

; Removes the settings, the state and the passwords. Uses $0 to $7.
Function un.RemoveUserData
  RMDir /r "$APPDATA\Sallyport"
  RMDir /r "$LOCALAPPDATA\Sallyport"

  ; https://learn.microsoft.com/windows/win32/api/wincred/nf-wincred-credenumeratew
  System::Call 'advapi32::CredEnumerateW(w "sallyport:*", i 0, *i .r0, *p .r1) i .r2'
  ${IfThen} $2 = 0 ${|} Return ${|}
  ${For} $3 1 $0
    IntOp $4 $3 - 1
    IntOp $4 $4 * ${NSIS_PTR_SIZE}
    IntPtrOp $4 $1 + $4
    System::Call '*$4(p .r5)'
    System::Call '*$5(i, i .r6, p .r7)' ; its type and its target, as CREDENTIALW begins
    System::Call 'advapi32::CredDeleteW(p r7, i r6, i 0)'
  ${Next}
  System::Call 'advapi32::CredFree(p r1)'
FunctionEnd
