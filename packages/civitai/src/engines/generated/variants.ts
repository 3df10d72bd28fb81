/** Written by `pnpm generate:civitai`; not to be changed by hand. Source: Civitai orchestration OpenAPI document v2, 2026-08-20. */

/** Variants, one a line: discriminators, then the places of their fields; `!` stands behind one that must be there. */
export const variants: string = `engine=openai,model=gpt-image-1,operation=createImage 73 99 85 7 83
engine=openai,model=gpt-image-1,operation=editImage 73 99 85 7 83 42! 56
engine=openai,model=gpt-image-1.5,operation=createImage 73 99 88 7 84
engine=openai,model=gpt-image-1.5,operation=editImage 73 102 88 7 84 42! 53
engine=openai,model=gpt-image-2,operation=createImage 73 124 31 88 84
engine=openai,model=gpt-image-2,operation=editImage 73 122 29 88 84 42! 57
engine=openai,model=dall-e-2,operation=createImage 71 101! 85 7
engine=openai,model=dall-e-2,operation=editImage 71 101! 85 39! 56
engine=openai,model=dall-e-3,operation=createImage 74 100! 112 82 7
engine=flux1-kontext,model=pro 71 42 4 27 88 97
engine=flux1-kontext,model=max 71 42 4 27 88 97
engine=flux1-kontext,model=dev 71 42 4 27 88 97
engine=flux2,model=dev,operation=createImage 71 126 33 97 88 22 25 69 54
engine=flux2,model=dev,operation=editImage 71 126 33 97 88 22 25 69 54 42
engine=flux2,model=flex,operation=createImage 71 126 33 97 88 22 28 68
engine=flux2,model=flex,operation=editImage 71 126 33 97 88 22 28 68 42
engine=flux2,model=pro,operation=createImage 71 126 33 97 88 22
engine=flux2,model=pro,operation=editImage 71 126 33 97 88 22 42
engine=flux2,model=max,operation=createImage 71 126 33 97 88 22
engine=flux2,model=max,operation=editImage 71 126 33 97 88 22 42
engine=flux2,model=klein,operation=createImage 71 126 33 97 88 22 11 110 92 94 63 55 62
engine=flux2,model=klein,operation=editImage 71 126 33 97 88 22 11 110 92 94 63 55 62 44
engine=google,model=imagen4 71 64 1 67 97
engine=google,model=nano-banana-pro 76 3 67 91 43
engine=google,model=nano-banana-2 76 3 67 91 43 96 24 21
engine=google,model=nano-banana-2-lite 76 3 67 43 96
engine=wan,version=v2.2,provider=fal 77 63 26 96 85 40 22 23 54 108 0
engine=wan,version=v2.2-5b,provider=fal 77 63 26 96 85 40 22 23 54 109 98
engine=wan,version=v2.5,provider=fal,operation=text-to-image 77 63 26 96 85 40 22 23 54
engine=wan,version=v2.5,provider=fal,operation=image-to-image 77 63 26 96 85 40 22 23 54 42
engine=wan,version=v2.7,provider=fal,operation=createImage 77 63 26 96 85 40 22 23 54 116
engine=wan,version=v2.7,provider=fal,operation=editImage 77 63 26 96 85 40 22 23 54 116 42!
engine=gemini,model=2.5-flash,operation=createImage 70 88
engine=gemini,model=2.5-flash,operation=editImage 70 88 51!
engine=sdcpp,ecosystem=qwen,model=20b,operation=createImage 72 65 92 94 104 8 97 86 55 119 128 35
engine=sdcpp,ecosystem=qwen,model=20b,operation=editImage 72 65 92 94 104 8 97 86 55 118 47! 123! 30!
engine=sdcpp,ecosystem=qwen,model=20b,operation=createVariant 72 65 92 94 104 8 97 86 55 119 39! 111 123! 30!
engine=sdcpp,ecosystem=zImage,model=turbo,operation=createImage 18 72 65 92 94 104 8 97 86 55 15 128 35
engine=sdcpp,ecosystem=zImage,model=base,operation=createImage 18 72 65 92 94 104 8 97 86 55 15 128 35
engine=sdcpp,ecosystem=anima,operation=createImage 72 65 92 94 104 8 97 86 55 18 128 35
engine=sdcpp,ecosystem=anima,operation=createVariant 72 65 92 94 104 8 97 86 55 18 128 35 39! 111
engine=sdcpp,ecosystem=sd1,operation=createImage 72 65 92 94 104 8 97 86 58! 117 55 20 14 114 130 37
engine=sdcpp,ecosystem=sd1,operation=createVariant 72 65 92 94 104 8 97 86 58! 117 55 20 14 114 130 37 39! 111
engine=sdcpp,ecosystem=sdxl,operation=createImage 72 65 92 94 104 8 97 86 58! 117 55 20 114 128 35
engine=sdcpp,ecosystem=sdxl,operation=createVariant 72 65 92 94 104 8 97 86 58! 117 55 20 114 128 35 39! 111
engine=sdcpp,ecosystem=flux1,operation=createImage 71 131 38 97 88 11 110 92 94 63 55 18! 117! 13! 113!
engine=sdcpp,ecosystem=flux1,operation=editImage 71 131 38 97 88 11 110 92 94 63 55 18! 117! 13! 113! 44
engine=sdcpp,ecosystem=flux1,operation=createVariant 71 131 38 97 88 11 110 92 94 63 55 18! 117! 13! 113! 39! 111
engine=sdcpp,ecosystem=flux2Dev,operation=createImage 71 126 33 97 88 11 110 92 94 63 55
engine=sdcpp,ecosystem=flux2Dev,operation=editImage 71 126 33 97 88 11 110 92 94 63 55 44
engine=sdcpp,ecosystem=flux2Dev,operation=createVariant 71 126 33 97 88 11 110 92 94 63 55 39! 111
engine=sdcpp,ecosystem=flux2Klein,operation=createImage 71 126 33 97 88 11 110 92 94 63 55 61
engine=sdcpp,ecosystem=flux2Klein,operation=editImage 71 126 33 97 88 11 110 92 94 63 55 61 44
engine=sdcpp,ecosystem=flux2Klein,operation=createVariant 71 126 33 97 88 11 110 92 94 63 55 61 39! 111
engine=comfy,ecosystem=sd1,operation=createImage 72 65 93 95 104 8 97 86 58! 117 55 14 15 127 34
engine=comfy,ecosystem=sd1,operation=createVariant 72 65 93 95 104 8 97 86 58! 117 55 14 15 127 34 39! 17
engine=comfy,ecosystem=sdxl,operation=createImage 72 65 93 95 104 8 97 86 58! 117 55 15 128 35
engine=comfy,ecosystem=sdxl,operation=createVariant 72 65 93 95 104 8 97 86 58! 117 55 15 128 35 39! 17
engine=comfy,ecosystem=flux1,operation=createImage 72 93 95 104 8 97 86 58! 117 55 15 128 35
engine=comfy,ecosystem=flux1,operation=createVariant 72 93 95 104 8 97 86 58! 117 55 15 128 35 39! 17
engine=comfy,ecosystem=flux2Dev,operation=createImage 71 126 33 97 88 11 110 93 95 63 55
engine=comfy,ecosystem=flux2Dev,operation=editImage 71 126 33 97 88 11 110 93 95 63 55 46
engine=comfy,ecosystem=ernie,model=ernie,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=ernie,model=turbo,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=hidream-o1,model=HiDream-O1-Image,operation=createImage 72 65 129 36 104 8 97 88 12 55
engine=comfy,ecosystem=hidream-o1,model=HiDream-O1-Image,operation=editImage 72 65 129 36 104 8 97 88 12 55 45
engine=comfy,ecosystem=hidream-o1,model=HiDream-O1-Image-dev,operation=createImage 72 65 129 36 104 8 97 88 12 55
engine=comfy,ecosystem=hidream-o1,model=HiDream-O1-Image-dev,operation=editImage 72 65 129 36 104 8 97 88 12 55 45
engine=comfy,ecosystem=anima,operation=createImage 72 65 93 95 104 8 97 86 55 18 15 117 128 35
engine=comfy,ecosystem=anima,operation=createVariant 72 65 93 95 104 8 97 86 55 18 15 117 128 35 39! 17
engine=comfy,ecosystem=lens,model=normal,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=lens,model=turbo,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=ideogram4,operation=createImage 72 93 104 8 97 86 55 19 115 128 35
engine=comfy,ecosystem=boogu,model=base,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=boogu,model=turbo,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=boogu,model=edit,operation=editImage 72 65 93 95 104 8 97 88 55 19 128 35 49
engine=comfy,ecosystem=boogu,model=editTurbo,operation=editImage 72 65 93 95 104 8 97 88 55 19 128 35 49
engine=comfy,ecosystem=krea2,model=raw,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=krea2,model=turbo,operation=createImage 72 65 93 95 104 8 97 86 55 19 128 35
engine=comfy,ecosystem=krea2,model=edit,operation=editImage 72 65 93 95 104 8 97 88 55 19 128 35 49!
engine=comfy,ecosystem=mageflow,model=4b,operation=createImage 72 65 93 95 97 55 19 105! 10! 87! 126 33
engine=comfy,ecosystem=mageflow,model=4b-turbo,operation=createImage 72 65 93 95 97 55 19 107! 9! 87! 126 33
engine=comfy,ecosystem=mageflow,model=4b-edit,operation=editImage 72 65 93 95 97 55 19 106! 10! 89! 48! 126 33
engine=comfy,ecosystem=mageflow,model=4b-edit-turbo,operation=editImage 72 65 93 95 97 55 19 107! 9! 89! 48! 126 33
engine=seedream 77 86 125 32 26 96 23 120 43
engine=fal,model=qwen2,operation=createImage 77 66 85 40 96 22 23
engine=fal,model=qwen2,operation=proCreateImage 77 66 85 40 96 22 23
engine=fal,model=qwen2,operation=editImage 77 66 85 40 96 22 23 50!
engine=fal,model=qwen2,operation=proEditImage 77 66 85 40 96 22 23 50!
engine=fal,model=krea2,operation=createImage 79 103 2 16 85 96 41!
engine=fal,model=maiImage,operation=createImage 80 5 88
engine=fal,model=maiImage,operation=editImage 80 5 88 51!
engine=fal,model=reve,operation=createImage 78 6 85
engine=fal,model=reve,operation=editImage 78 6 85 52!
engine=qwen,operation=createImage 75 66 90 123! 30! 96 81 121 60
engine=qwen,operation=editImage 75 66 90 123! 30! 96 81 121 59 50!`;

/** Models, one a line: id, then the places of their variants, each with the fields that the id decides. */
export const models: string = `gpt-image-2 4 5
gpt-image-1.5 2 3
gpt-image-1 0 1
dall-e-3 8
dall-e-2 6 7
flux2-dev 12 13 48 49 50 60 61
flux2-flex 14 15
flux2-pro 16 17
flux2-max 18 19
flux2-klein 20 21 51 52 53
flux1-kontext-pro 9
flux1-kontext-max 10
flux1-kontext-dev 11
imagen4 22
nano-banana-pro 23
nano-banana-2 24
nano-banana-2-lite 25
nano-banana 32 33
gemini-2.5-flash 32 33
seedream-v5.0-pro 84,version=v5.0-pro
seedream-v5.0-lite 84,version=v5.0-lite
seedream-v4.5 84,version=v4.5
seedream-v4 84,version=v4
seedream-v3 84,version=v3
wan-v2.7 30 31
wan-v2.5 28 29
wan-v2.2 26
wan-v2.2-5b 27
qwen-image 34 35 36
qwen-image-3.0-pro 94,model=3.0-pro 95,model=3.0-pro
qwen-image-2.0-pro 94,model=2.0-pro 95,model=2.0-pro
qwen-image-2.0 94,model=2.0 95,model=2.0
qwen-image-max 94,model=max,quantity=1 95,model=edit-max,quantity=1
qwen-image-plus 94,model=plus,quantity=1 95,model=edit-plus,quantity=1
qwen-image-edit 95,model=edit,quantity=1
qwen2 85 87
qwen2-pro 86 88
krea2 89
krea2-raw 77
krea2-turbo 78
krea2-edit 79
mai-image 90 91
reve 92 93
z-image-turbo 37
z-image-base 38
anima 39 40 68 69
ernie 62
ernie-turbo 63
hidream-o1 64 65
hidream-o1-dev 66 67
lens 70
lens-turbo 71
ideogram4 72
boogu 73 75
boogu-turbo 74 76
mageflow 80 82
mageflow-turbo 81 83
sd1:checkpoint 41,model=* 42,model=* 54,model=* 55,model=*
sdxl:checkpoint 43,model=* 44,model=* 56,model=* 57,model=*
flux1:checkpoint 45,diffuserModel=* 46,diffuserModel=* 47,diffuserModel=* 58,model=* 59,model=*
anima:checkpoint 39,diffuserModel=* 40,diffuserModel=* 68,diffuserModel=* 69,diffuserModel=*`;
