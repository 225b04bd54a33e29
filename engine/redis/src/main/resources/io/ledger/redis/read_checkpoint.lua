return {live(), checkpoint()}
