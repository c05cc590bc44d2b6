; The programs of the installation at $INSTDIR that run, and would be replaced or removed.

; `stopper`: the folder of the sallyport.exe that has them quit.
!macro RUNNING_PROGRAMS un stopper
; Runs PROGRAM: pushes 1 when it runs, else 0. Windows lets nobody write to a program that does.
Function ${un}Runs
  Exch $0
  Push $1
  ${If} ${FileExists} "$INSTDIR\$0"
    ClearErrors
    FileOpen $1 "$INSTDIR\$0" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
      StrCpy $0 0
    ${EndIf}
  ${Else}
    StrCpy $0 0
  ${EndIf}
  Pop $1
  Exch $0
FunctionEnd

; Pushes 1 when apps run behind Sallyport, or a command of it does, else 0.
Function ${un}LaunchersRun
  Push sallyportw.exe
  Call ${un}Runs
  Push sallyport.exe
  Call ${un}Runs
  Pop $0
  Pop $1
  IntOp $0 $0 | $1
  Push $0
FunctionEnd

; Has the apps that run behind this user's supervisors quit, as a person closes them, and with them the supervisors.
; What runs all the same is named; without a person to ask, or when they give up, this ends with kStillRunning and
; nothing changed. The window comes first: it may hold what is not saved yet. Uses $0 to $2.
Function ${un}EndPrograms
  ${Do}
    Push sallyport-settings.exe
    Call ${un}Runs
    Pop $0
    ${IfThen} $0 = 0 ${|} ${ExitDo} ${|}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Sallyport's window is open. Close it, then press Retry." /SD IDCANCEL IDCANCEL`
      Call ${un}GiveUp
    ${EndIf}
  ${Loop}

  Call ${un}LaunchersRun
  Pop $0
  ${IfThen} $0 = 0 ${|} Return ${|}
  ${If} ${Cmd} `MessageBox MB_OKCANCEL|MB_ICONINFORMATION "Apps run behind Sallyport, and are asked to quit now. Save your work in them, then press OK." /SD IDOK IDCANCEL`
    Call ${un}GiveUp
  ${EndIf}
  ${Do}
    DetailPrint "Asking the apps that run behind Sallyport to quit"
    nsExec::ExecToLog '"${stopper}\sallyport.exe" stop --all'
    Pop $0
    ; A supervisor answers before it ends.
    ${For} $2 1 50
      Call ${un}LaunchersRun
      Pop $0
      ${IfThen} $0 = 0 ${|} Return ${|}
      Sleep 100
    ${Next}
    ${If} ${Cmd} `MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Something still runs behind Sallyport: an app that did not quit, one of $\"sallyport run$\", or another user's. The command $\"sallyport status$\" names yours. Quit it, then press Retry." /SD IDCANCEL IDCANCEL`
      Call ${un}GiveUp
    ${EndIf}
  ${Loop}
FunctionEnd

Function ${un}GiveUp
  SetErrorLevel ${kStillRunning}
  Abort "Sallyport still runs; nothing was changed."
FunctionEnd
!macroend
